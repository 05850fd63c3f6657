"""Cancer registries: SEER, NCDB, NAACCR."""
