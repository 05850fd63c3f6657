"""Who: accepted patients, filtered, grouped, with their endpoints."""
