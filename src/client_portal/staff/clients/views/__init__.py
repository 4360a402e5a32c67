"""The pages about clients, by noun."""
