package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.Golden;
import io.dodil.buildsecrets.e2e.harness.Kubectl;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The documentation at a terminal.
@ExtendWith(OperatorExtension.class)
class ExplainIT {

  @ParameterizedTest
  @CsvSource({
    "buildsecrets.spec, , spec",
    "buildsecrets.spec, --recursive, spec-recursive",
    "buildsecrets.spec.auth.clientCredentials, , client-credentials",
    "buildsecrets.spec.registryCredentials, , registry-credentials",
    "buildsecrets.spec.registryCredentialsFrom, , registry-credentials-from",
    "buildsecrets.spec.gitCredentials, , git-credentials",
    "buildsecrets.spec.buildSecrets, , build-secrets",
    "buildsecrets.spec.buildSecrets.secretKeyRef, , secret-key-ref",
    "buildsecrets.spec.buildSecretsFrom, , build-secrets-from",
    "buildsecrets.status, , status",
    "buildsecrets.status, --recursive, status-recursive",
    "buildsecrets.status.lastSave.secrets, , last-save-secrets",
  })
  void explains(String field, String option, String golden, Cluster cluster) throws IOException {
    var kubectl = Kubectl.of(cluster);

    var text =
        option == null ? kubectl.run("explain", field) : kubectl.run("explain", field, option);

    Golden.expect("explain/" + golden + ".txt", text);
  }

  @Test
  void everyFieldAndListItemIsDescribed() {
    assertThat(CrdSchema.fields())
        .allMatch(field -> field.schema().path("description").asText().length() > 10);
  }
}
