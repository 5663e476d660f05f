package io.dodil.buildsecrets.e2e;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class TlsStatusIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void aServerThatNobodyTrusts(Cluster cluster) throws IOException {
    try (var stage = Stage.set(cluster, Tuning.with(Tuning::withoutCa))) {
      var team = stage.newTeam();
      team.secret("npm", Map.of("token", "x"));
      team.secret("ready-made", Map.of("token", stage.sandbox().issueToken(team.bot())));

      team.apply("one", NPM);

      team.awaitReason("one", "TlsFailure");
      GoldenStatus.expect("TlsFailure-tokens", team, "one");
      team.applyWithToken("one", NPM);
      team.await("one", s -> Long.valueOf(2).equals(s.observedGeneration()));
      GoldenStatus.expect("TlsFailure", team, "one");
    }
  }
}
