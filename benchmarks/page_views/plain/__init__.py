"""The pages the plain ORM way: models, a template for each row, related objects as the template touches them."""
