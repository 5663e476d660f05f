package io.dodil.buildsecrets.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.AuditLog.Call;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OperatorExtension.class)
class RestartIT {

  private static final String NPM =
      "buildSecrets: [{name: NPM_TOKEN, secretKeyRef: {name: npm, key: token}}]";

  @Test
  void aRestartCostsNothing(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var namespaces = Stream.generate(fixture::newNamespace).limit(20).toList();
      namespaces.forEach(t -> t.secret("npm", Map.of("token", "x")));
      namespaces.forEach(t -> t.apply("one", NPM));
      namespaces.forEach(t -> t.awaitReady("one"));
      fixture.stopOperator();
      var mark = cluster.audit().mark();
      int saves = fixture.sandbox().saveCalls().size();
      int tokens = fixture.sandbox().tokenCalls().size();

      fixture.startOperator();
      var fence = namespaces.getFirst().secret("npm", Map.of("token", "fence"));
      namespaces.getFirst().awaitSavedVersion("one", fence);

      // the one that was changed as a fence costs what a change costs, all the others nothing
      assertThat(fixture.sandbox().saveCalls()).hasSize(saves + 1);
      assertThat(fixture.sandbox().tokenCalls()).hasSize(tokens + 1);
      assertThat(cluster.audit().operatorCallsSince(mark))
          .allMatch(c -> c.namespace().equals(namespaces.getFirst().namespace()));
    }
  }

  @Test
  void noticesWhatChangedWhileItWasAway(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "old"));
      ns.apply("one", NPM);
      ns.awaitReady("one");
      fixture.stopOperator();

      var rotated = ns.secret("npm", Map.of("token", "new"));
      fixture.startOperator();

      ns.awaitSavedVersion("one", rotated);
      assertThat(ns.saves()).hasSize(2);
    }
  }

  @Test
  void aRestartWritesNothingOfWhatIsNotReady(Cluster cluster) throws IOException {
    try (var fixture = OperatorFixture.start(cluster)) {
      var ns = fixture.newNamespace();
      ns.secret("npm", Map.of("token", "x"));
      ns.apply("owner", NPM);
      ns.awaitReady("owner");
      var refused = fixture.newNamespace().withCredential("wrong");
      refused.secret("npm", Map.of("token", "x"));
      refused.apply("one", NPM);
      refused.awaitReason("one", "AuthenticationFailed");
      ns.apply("latecomer", NPM);
      ns.awaitReason("latecomer", "TargetConflict");
      var waiting = fixture.newNamespace();
      waiting.apply("one", NPM);
      waiting.awaitReason("one", "SecretNotFound");
      var idle = fixture.newNamespace();
      idle.apply("one", "suspend: true\n" + NPM);
      idle.awaitReason("one", "Suspended");
      fixture.stopOperator();
      var mark = cluster.audit().mark();

      fixture.startOperator();
      var other = fixture.newNamespace();
      other.apply("fence", NPM);
      other.awaitReason("fence", "SecretNotFound");

      assertThat(cluster.audit().operatorCallsSince(mark).stream().filter(Call::isStatusWrite))
          .extracting(Call::name)
          .containsExactly("fence");
    }
  }
}
