from django.db import models


class Row(models.Model):
    """One row a request."""

    applicant = models.BigIntegerField()
    opening = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"
