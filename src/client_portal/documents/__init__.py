"""What a practice shares and clients read: for now the resources that stand in onboarding."""
