"""What may be done with passports, observations, ratings and sign-offs."""
