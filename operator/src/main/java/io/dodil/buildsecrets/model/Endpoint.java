package io.dodil.buildsecrets.model;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// An API that credentials are saved to, as configured.
///
/// @param name as resources refer to it
/// @param apiUrl normalized: lower-case scheme and host, no default port, no trailing slash
/// @param tokenUrl OAuth 2.0 token endpoint; absent: ready-made tokens only
/// @param tokenScope sent along to the token endpoint unless empty
/// @param organizationCheck what is done with a token that names no organization
public record Endpoint(
    String name,
    URI apiUrl,
    Optional<URI> tokenUrl,
    String tokenScope,
    OrganizationCheck organizationCheck) {

  /// What is done with a token that names no organization.
  public enum OrganizationCheck {
    /// It is refused.
    REQUIRED,
    /// It is used: the operator trusts `spec.organization`. A token that names an organization must
    /// still name the right one.
    IF_NAMED
  }

  /// An endpoint whose tokens must name the organization.
  public Endpoint(String name, URI apiUrl, Optional<URI> tokenUrl, String tokenScope) {
    this(name, apiUrl, tokenUrl, tokenScope, OrganizationCheck.REQUIRED);
  }

  public Endpoint {
    apiUrl = normalized(apiUrl);
  }

  public Target target(String organization) {
    return new Target(apiUrl.toString(), organization);
  }

  private static URI normalized(URI url) {
    var scheme = url.getScheme().toLowerCase(Locale.ROOT);
    boolean defaultPort = url.getPort() == (scheme.equals("https") ? 443 : 80);
    var host = url.getHost().toLowerCase(Locale.ROOT);
    var port = url.getPort() < 0 || defaultPort ? "" : ":" + url.getPort();
    var path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + host + port + path);
  }
}
