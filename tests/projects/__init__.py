"""Django projects that the suite runs in: one per way of mounting the portal and of swapping its models."""
