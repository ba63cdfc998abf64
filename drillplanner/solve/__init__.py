"""The solver: from campuses and duties to the best lawful year, with a bound. OR-Tools lives here."""
