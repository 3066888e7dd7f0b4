"""Reading passports and what stands in them."""
