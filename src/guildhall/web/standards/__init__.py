"""Pages of standards: where a program stands, each rule, what people record, the dossier."""
