"""What states say of notices to families: what they hold, who may stay out, which drills get no dated one."""
