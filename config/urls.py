from django.urls import include, path

from config import health

#: Accounts are made and passwords set by whoever runs the server; no mail is sent about them.
CLOSED = {
    "no_signup": "signup/",
    "no_email": "email/",
    "no_confirmation": "confirm-email/",
    "no_reset": "password/reset/",
}

#: Under /api/ no answer is HTML, not even where no door was reached.
handler400 = "engagement.access.problems.bad_request"
handler500 = "engagement.access.problems.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *(path(f"accounts/{start}", health.closed, name=name) for name, start in CLOSED.items()),
    *(
        path(f"accounts/{start}<path:rest>", health.closed, name=f"{name}_more")
        for name, start in CLOSED.items()
    ),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("engagement.urls")),
]
