// Shows the API's document with the packaged Swagger UI; writes carry the CSRF token.
"use strict";
(() => {
  const place = document.getElementById("api-docs");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    validatorUrl: null,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    requestInterceptor: (request) => {
      const found = token();
      if (found && new URL(request.url, location.href).origin === location.origin) {
        request.headers["X-CSRFToken"] = found;
      }
      return request;
    },
  });
})();
