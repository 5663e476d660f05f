package io.dodil.buildsecrets.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.dodil.buildsecrets.kubernetes.client.NeededResources;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.plan.Others;
import io.dodil.buildsecrets.plan.cluster.Cluster.Seen;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.function.Consumer;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is seen of a cluster, and what is said when nothing can be.
class ClusterTest {

  private static final String NOT_TRUSTED =
      "the cluster gives no trusted TLS connection: its certificate is not of the CA in the"
          + " kubeconfig, for another name, or expired";

  private static HeldCertificate certificate(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host).build();
  }

  private static ConfigBuilder config(int port) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port)
        .withRequestRetryBackoffLimit(0);
  }

  private static void get(Config config) throws CommandFailure {
    try (var cluster = new Cluster(new Kubeconfig(config, "ci", "the cluster"))) {
      cluster.serves();
    }
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() throws Exception {
    var held = certificate("127.0.0.1");
    var elsewhere = certificate("elsewhere.invalid");
    try (var server = new MockWebServer()) {
      server.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(elsewhere)
              .build()
              .sslSocketFactory());
      server.start();

      assertThatThrownBy(
              () -> get(config(server.getPort()).withCaCertData(held.certificatePem()).build()))
          .hasMessage(NOT_TRUSTED);
      assertThatThrownBy(
              () ->
                  get(config(server.getPort()).withCaCertData(elsewhere.certificatePem()).build()))
          .as("for another host")
          .hasMessage(NOT_TRUSTED);
    }
  }

  @Test
  void namesTheProxyOnTheWay() throws Exception {
    try (var silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = silent.getLocalPort();

      assertThatThrownBy(() -> get(config(port).build()))
          .hasMessage("the cluster can't be reached");
      assertThatThrownBy(() -> get(config(port).withHttpsProxy("http://127.0.0.1:" + port).build()))
          .hasMessage("the cluster can't be reached through proxy 127.0.0.1:" + port);
    }
  }

  /// What a test looks at, in a cluster that is prepared.
  private interface Look {
    void at(Cluster cluster) throws CommandFailure;
  }

  private static void look(Consumer<MockCluster> prepared, Look look) throws CommandFailure {
    try (var server = new MockCluster()) {
      prepared.accept(server);
      try (var cluster = new Cluster(server.kubeconfig())) {
        look.at(cluster);
      }
    }
  }

  private static String resource(String name, String spec) {
    return """
    {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecrets",
     "metadata": {"namespace": "ci", "name": "%s", "uid": "u", "resourceVersion": "7"},
     "spec": %s}
    """
        .formatted(name, spec);
  }

  private static String spec(String keys) {
    return """
    {"endpoint": "staging", "organization": "acme",
     "auth": {"token": {"secretKeyRef": {"name": "t", "key": "k"}}},
     "buildSecretsFrom": [{"secretRef": {"name": "npm"}, "keys": ["%s"]}]}
    """
        .formatted(keys);
  }

  @Test
  void readsObjectsAsTheOperatorDoes() throws Exception {
    look(
        server -> {
          server.answerGet(MockCluster.RESOURCES + "/acme", 200, resource("acme", spec("K")));
          server.answerGet(
              MockCluster.RESOURCES + "/newer", 200, resource("newer", "{\"endpoint\": {}}"));
          server.apply(
              """
              apiVersion: v1
              kind: Secret
              metadata: {name: npm, namespace: ci}
              data: {a: eA==}
              """);
        },
        cluster -> {
          assertThat(cluster.secret("ci", "npm"))
              .isInstanceOfSatisfying(
                  Seen.Found.class,
                  found ->
                      assertThat(((SecretContent) found.value()).data())
                          .isEqualTo(Map.of("a", Sensitive.of("x"))));
          assertThat(found(cluster, "acme").getSpec().organization()).isEqualTo("acme");
          assertThat(found(cluster, "newer").getSpec()).isNull();
          assertThat(found(cluster, "newer").getUnreadable()).contains("spec.endpoint");
        });
  }

  private static BuildSecrets found(Cluster cluster, String name) throws CommandFailure {
    return ((Seen.Found<BuildSecrets>) cluster.resource("ci", name)).value();
  }

  @Test
  void readsWhatStandsInAFileAsTheOperatorWould() throws Exception {
    look(
        _ -> {},
        cluster -> {
          assertThat(asRead(cluster, spec("K")).isSpecTooLarge()).isFalse();
          assertThat(asRead(cluster, spec("k".repeat(JsonSize.LARGEST_SPEC / 2))).isSpecTooLarge())
              .isFalse();
          assertThat(asRead(cluster, spec("k".repeat(JsonSize.LARGEST_SPEC))).isSpecTooLarge())
              .isTrue();
          assertThat(asRead(cluster, "{\"endpoint\": \"e\"}").getUnreadable())
              .hasValueSatisfying(field -> assertThat(field).startsWith("spec."));
          assertThat(asRead(cluster, "[]").getUnreadable()).contains("spec");
        });
  }

  private static BuildSecrets asRead(Cluster cluster, String spec) {
    try {
      return cluster.asRead(new ObjectMapper().readTree(resource("acme", spec)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void tellsWhatIsNotThereFromWhatMayNotBeSeen() throws Exception {
    look(
        server -> {
          server.answerGet(MockCluster.RESOURCES + "/hidden", 403, "{}");
          server.answerGet(MockCluster.RESOURCES + "/broken", 500, "{}");
          server.answerGet("/apis/ignite.dodil.io/v1alpha1", 404, "{}");
          server.answerGet(MockCluster.SECRETS + "/hidden", 403, "{}");
          server.answerGet(MockCluster.SECRETS + "/broken", 500, "{}");
          server.answerGet(MockCluster.SECRETS + "/strange", 200, "{\"data\": {\"a\": \"!\"}}");
        },
        cluster -> {
          assertThat(cluster.resource("ci", "none")).isEqualTo(new Seen.Absent<>());
          assertThat(cluster.resource("ci", "hidden")).isEqualTo(new Seen.Refused<>());
          assertThat(cluster.resource("ci", "broken")).isEqualTo(new Seen.Failed<>());
          assertThat(cluster.resource("ci", "../pods/x")).isEqualTo(new Seen.Absent<>());
          assertThat(cluster.secret("ci", "none")).isEqualTo(new Seen.Absent<>());
          assertThat(cluster.secret("ci", "hidden")).isEqualTo(new Seen.Refused<>());
          assertThat(cluster.secret("ci", "broken")).isEqualTo(new Seen.Failed<>());
          assertThat(cluster.secret("ci", "strange")).isEqualTo(new Seen.Failed<>());
          assertThat(cluster.serves()).isFalse();
        });
  }

  @Test
  void seesAllOthersPageByPage() throws Exception {
    var all = "/apis/ignite.dodil.io/v1alpha1/buildsecrets?";
    var limit = "limit=" + NeededResources.PAGE;
    look(
        server -> {
          server.answerGet(all + limit, 200, page("x7", resource("one", spec("K"))));
          server.answerGet(
              all + "continue=x7&" + limit,
              200,
              page("", resource("two", spec("K")) + "," + resource("newer", "{}")));
        },
        cluster -> {
          var others = cluster.others("ci");

          assertThat(others.scope()).isEqualTo(Others.Scope.EVERYWHERE);
          assertThat(others.resources())
              .extracting(other -> other.id().name())
              .containsExactly("one", "two");
        });
  }

  private static String page(String next, String items) {
    return """
    {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecretsList",
     "metadata": {"continue": "%s"}, "items": [%s]}
    """
        .formatted(next, items);
  }

  @ParameterizedTest
  @CsvSource({"200, NAMESPACE", "403, NOWHERE"})
  void seesThoseOfTheNamespaceWhereOthersAreHidden(int code, Others.Scope scope) throws Exception {
    var limit = "?limit=" + NeededResources.PAGE;
    look(
        server -> {
          server.answerGet("/apis/ignite.dodil.io/v1alpha1/buildsecrets" + limit, 403, "{}");
          server.answerGet(MockCluster.RESOURCES + limit, code, page("", ""));
        },
        cluster -> assertThat(cluster.others("ci").scope()).isEqualTo(scope));
  }

  @Test
  void endsWhenTheCallerIsNotKnown() {
    assertThatThrownBy(
            () ->
                look(
                    server -> server.answerGet(MockCluster.SECRETS + "/npm", 401, "{}"),
                    cluster -> cluster.secret("ci", "npm")))
        .hasMessage("the cluster does not accept your credentials (401)");
  }
}
