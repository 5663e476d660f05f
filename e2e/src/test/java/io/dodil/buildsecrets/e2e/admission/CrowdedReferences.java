package io.dodil.buildsecrets.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A resource with as many references as the schema allows: 128, to the named Secrets in turn.
final class CrowdedReferences {

  private static final int LOGINS = 32;
  private static final int DOCKER_CONFIGS = 10;
  private static final int ARGUMENTS = 64;
  private static final int WHOLE_SECRETS = 20;

  private final ObjectNode object = new ObjectMapper().createObjectNode();
  private final List<String> names;
  private int next;

  private CrowdedReferences(List<String> names) {
    this.names = names;
  }

  static JsonNode among(List<String> names) {
    return new CrowdedReferences(names).build();
  }

  private JsonNode build() {
    object.put("apiVersion", "ignite.dodil.io/v1alpha1").put("kind", "BuildSecrets");
    var spec = object.putObject("spec").put("endpoint", "staging").put("organization", "acme");
    reference(spec.putObject("auth").putObject("clientCredentials"), "secretRef");
    reference(spec.putObject("gitCredentials"), "secretRef");
    for (int i = 0; i < LOGINS; i++) {
      var login = spec.withArray("registryCredentials").addObject();
      reference(login.put("registry", "registry-" + i), "secretRef");
    }
    for (int i = 0; i < DOCKER_CONFIGS; i++) {
      reference(spec.withArray("registryCredentialsFrom").addObject(), "secretRef");
    }
    for (int i = 0; i < ARGUMENTS; i++) {
      var argument = spec.withArray("buildSecrets").addObject().put("name", "ARGUMENT_" + i);
      reference(argument, "secretKeyRef").put("key", "key");
    }
    for (int i = 0; i < WHOLE_SECRETS; i++) {
      reference(spec.withArray("buildSecretsFrom").addObject(), "secretRef");
    }
    return object;
  }

  private ObjectNode reference(ObjectNode of, String field) {
    return of.putObject(field).put("name", names.get(next++ % names.size()));
  }
}
