"""What screens say of the records: fields that a record lacks, and the status of the year."""
