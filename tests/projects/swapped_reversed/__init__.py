"""The same host with its apps in the opposite order: which app comes first must not matter."""
