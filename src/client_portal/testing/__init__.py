"""For hosts' own tests: builders of a practice with its people, and the contract test-case."""
