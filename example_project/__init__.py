"""A site to look at: two practices in full swing, on the portal's own models or on those of an existing EHR."""
