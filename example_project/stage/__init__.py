"""The front page of the example: who is there, what each of them sees, and one button to be them."""
