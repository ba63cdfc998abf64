"""The developmental rules: one YAML file each, and the module that reads them."""
