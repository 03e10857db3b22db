// Shows what openapi.json describes. The token entered under "Authorize" stays in this page.
SwaggerUIBundle({
  url: "../openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
