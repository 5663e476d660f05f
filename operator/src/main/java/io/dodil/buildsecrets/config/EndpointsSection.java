package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Endpoint.OrganizationCheck;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `endpoints`: a name -> where its API and its tokens are, and what its tokens must say.
final class EndpointsSection {

  /// Stands for a bad URL, so that the other faults are found too; never leaves this package.
  private static final URI NOWHERE = URI.create("https://invalid.");

  private EndpointsSection() {}

  static Map<String, Endpoint> read(Section section) {
    var endpoints = new LinkedHashMap<String, Endpoint>();
    for (var name : section.keys()) {
      checkName(section, name);
      endpoints.put(name, endpoint(name, section.section(name)));
    }
    if (endpoints.isEmpty()) {
      section.fault("must hold at least one endpoint");
    }
    return endpoints;
  }

  private static void checkName(Section section, String name) {
    var verdict = TextRules.dnsLabel().check(new Yaml.Scalar(Yaml.Kind.TEXT, name));
    if (verdict instanceof Rule.Verdict.Bad<String>(var message)) {
      section.fault(name, "the name " + message);
    }
  }

  private static Endpoint endpoint(String name, Section section) {
    var apiUrl = section.required("apiUrl", UrlRules.https()).orElse(NOWHERE);
    Optional<URI> tokenUrl =
        section.value("tokenUrl", UrlRules.https().orEmpty(), Optional.empty());
    Optional<String> scope =
        section.value("tokenScope", TextRules.scope().orEmpty(), Optional.empty());
    var check =
        section.value(
            "organizationCheck",
            TextRules.oneOf(OrganizationCheck.class),
            OrganizationCheck.REQUIRED);
    section.end();
    return new Endpoint(name, apiUrl, tokenUrl, scope.orElse(""), check);
  }
}
