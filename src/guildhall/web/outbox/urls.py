"""Addresses of the outbox, of the wording of messages, and of the demo's mail."""

from django.urls import path

from guildhall.web.outbox.demo_mail import demo_mail, demo_mails
from guildhall.web.outbox.messages import (
    mail_check,
    outbox,
    outbox_cancellation,
    outbox_message,
    outbox_retries,
    outbox_retry,
)
from guildhall.web.outbox.texts import (
    message_text,
    message_text_default,
    message_text_earlier,
    message_text_preview,
    message_texts,
)

TEXT = "settings/messages/<int:organization>/<str:kind>/"
urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("outbox/retries/", outbox_retries, name="outbox_retries"),
    path("outbox/test-mail/", mail_check, name="mail_check"),
    path("outbox/<int:pk>/", outbox_message, name="outbox_message"),
    path("outbox/<int:pk>/retry/", outbox_retry, name="outbox_retry"),
    path("outbox/<int:pk>/cancellation/", outbox_cancellation, name="outbox_cancellation"),
    path("settings/messages/", message_texts, name="message_texts"),
    path(TEXT, message_text, name="message_text"),
    path(f"{TEXT}preview/", message_text_preview, name="message_text_preview"),
    path(f"{TEXT}default/", message_text_default, name="message_text_default"),
    path(f"{TEXT}earlier/<int:pk>/", message_text_earlier, name="message_text_earlier"),
    path("demo/mail/", demo_mails, name="demo_mails"),
    path("demo/mail/<int:pk>/", demo_mail, name="demo_mail"),
]
