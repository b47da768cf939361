"""What everything is measured against: a Django app of one table and one view."""
