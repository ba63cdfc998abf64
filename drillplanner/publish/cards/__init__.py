"""Cards and charts for a school's year, not for one drill: pocket cards, door cards, wall chart, training gaps."""
