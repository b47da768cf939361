"""Telling people what concerns them: on their own page, by e-mail, WeCom and SMS, now or at a time."""
