"""The kernel: what every room stands on. It knows "practice" and "actor" and no other word of the domain."""
