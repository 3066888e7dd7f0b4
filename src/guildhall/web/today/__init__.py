"""Today: what needs me, in order. Each source looks at one room and offers tasks."""
