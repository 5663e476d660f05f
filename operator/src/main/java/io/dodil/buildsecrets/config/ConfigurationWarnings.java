package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Endpoint.OrganizationCheck;
import io.dodil.buildsecrets.model.Settings;
import java.util.List;

/// Finds settings that are valid and have no effect.
public final class ConfigurationWarnings {

  private ConfigurationWarnings() {}

  /// One sentence for each such setting, in the order of the endpoints' names.
  public static List<String> of(Settings settings) {
    return settings.organizations().isEmpty()
        ? List.of()
        : settings.endpoints().values().stream()
            .filter(endpoint -> endpoint.organizationCheck() == OrganizationCheck.IF_NAMED)
            .map(Endpoint::name)
            .sorted()
            .map(ConfigurationWarnings::overridden)
            .toList();
  }

  private static String overridden(String endpoint) {
    return "endpoint \"%s\" has organizationCheck: ifNamed, and tokens without an organization are"
            .formatted(endpoint)
        + " refused there nevertheless, because organizations is not empty";
  }
}
