package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `organizations`: which may be saved to, and from where.
final class OrganizationsSection {

  private OrganizationsSection() {}

  static List<OrganizationBinding> read(Section root, Set<String> endpoints) {
    var bindings = new ArrayList<OrganizationBinding>();
    for (var section : root.sections("organizations")) {
      bindings.add(binding(section, endpoints));
    }
    return bindings;
  }

  private static OrganizationBinding binding(Section section, Set<String> endpoints) {
    var endpoint = section.required("endpoint", TextRules.dnsLabel());
    if (endpoint.filter(name -> !endpoints.contains(name)).isPresent()) {
      section.fault("endpoint", "must be one of the configured endpoints");
    }
    var name = section.required("name", TextRules.printable());
    Optional<String> id = section.value("id", TextRules.printable().orEmpty(), Optional.empty());
    var namespaces = section.values("namespaces", TextRules.dnsLabel());
    if (section.isAbsentOrEmpty("namespaces")) {
      section.fault("namespaces", "must name at least one namespace");
    }
    section.end();
    return new OrganizationBinding(
        endpoint.orElse(""), name.orElse(""), id, Set.copyOf(namespaces));
  }
}
