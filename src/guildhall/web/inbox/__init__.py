"""The inbox in the product, and what a person wants by mail."""
