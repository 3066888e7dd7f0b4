"""Pages of learning on the job: skills, shift notes, weeks, cover."""
