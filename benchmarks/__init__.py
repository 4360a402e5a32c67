"""Speed, as ratios in one run: subject and peer alternate, and outputs are compared before any time is."""
