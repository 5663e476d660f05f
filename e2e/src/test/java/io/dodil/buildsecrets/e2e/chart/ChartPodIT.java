package io.dodil.buildsecrets.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dodil.buildsecrets.e2e.harness.Helm;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The operator's Pod.
@Tag("chart")
class ChartPodIT {

  private static final String DIGEST =
      "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String CHECKSUM = "/metadata/annotations/checksum~1config";

  /// A user that a person chose would be refused on OpenShift; the image's is no root.
  @Test
  void runsWithoutAnyRightOfItsNode() {
    var chart = Chart.with();
    var pod = chart.podTemplate().path("spec");
    var container = chart.container().path("securityContext");

    assertThat(pod.at("/securityContext"))
        .isEqualTo(yaml("{runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}"));
    assertThat(container)
        .isEqualTo(
            yaml(
                "{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true,"
                    + " capabilities: {drop: [ALL]}}"));
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
  }

  @Test
  void hasThreeProbesThatAskDifferently() {
    var chart = Chart.with("operator.server.probePort=9091", "operator.server.metricsPort=9090");
    var container = chart.container();

    assertThat(container.at("/startupProbe/httpGet"))
        .isEqualTo(yaml("{path: /startupz, port: probes}"));
    assertThat(container.at("/readinessProbe/httpGet"))
        .isEqualTo(yaml("{path: /readyz, port: probes}"));
    assertThat(container.at("/livenessProbe/httpGet"))
        .isEqualTo(yaml("{path: /livez, port: probes}"));
    assertThat(container.at("/ports"))
        .isEqualTo(
            yaml(
                "[{name: probes, containerPort: 9091, protocol: TCP},"
                    + " {name: metrics, containerPort: 9090, protocol: TCP}]"));
    assertThat(yaml(chart.configuration()).path("server"))
        .isEqualTo(yaml("{probePort: 9091, metricsPort: 9090}"));
  }

  @Test
  void writesNowhereButIntoMemory() {
    var volumes = Chart.with().podTemplate().at("/spec/volumes");

    assertThat(named(volumes, "tmp").path("emptyDir"))
        .isEqualTo(yaml("{medium: Memory, sizeLimit: 16Mi}"));
    assertThat(Chart.with().container().at("/volumeMounts"))
        .filteredOn(mount -> !mount.path("readOnly").asBoolean())
        .extracting(mount -> mount.path("mountPath").asText())
        .containsExactly("/tmp");
  }

  /// The image's flags bound what else the process takes; 256Mi is what the image itself expects.
  @ParameterizedTest
  @CsvSource({
    "256Mi, 126",
    "268435456, 126",
    "268435456000m, 126",
    "512M, 351",
    "0.5Gi, 374",
    "1Gi, 870",
    "2147483648, 1862"
  })
  void itsHeapIsWhatTheLimitLeaves(String limit, int mebibytes) {
    assertThat(Chart.with("resources.limits.memory=" + limit).container().path("env"))
        .isEqualTo(yaml("[{name: JDK_JAVA_OPTIONS, value: -Xmx%dm}]".formatted(mebibytes)));
  }

  @Test
  void itsUserMayChooseTheHeap() {
    var own = "[{name: JDK_JAVA_OPTIONS, value: -Xmx200m}]";

    assertThat(Chart.withJson("extraEnv=" + yaml(own)).container().path("env"))
        .isEqualTo(yaml(own));
    assertThat(Chart.with("resources.limits=null").container().has("env")).isFalse();
  }

  /// Saves under way get 5 s, what follows them 2 s.
  @Test
  void hasTheTimeToEndInOrder() {
    var seconds = Chart.with().podTemplate().at("/spec/terminationGracePeriodSeconds");

    assertThat(seconds.asInt()).isEqualTo(30);
  }

  @Test
  void isReplacedWhenItsConfigurationChangesAndOnlyThen() {
    var before = Chart.with().podTemplate().at(CHECKSUM);

    assertThat(Chart.with("rbac.create=false").podTemplate().at(CHECKSUM)).isEqualTo(before);
    assertThat(Chart.with("operator.log.level=debug").podTemplate().at(CHECKSUM))
        .isNotEqualTo(before);
    assertThat(Chart.with("watchNamespaces={ci}").podTemplate().at(CHECKSUM)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image.tag=                                             | buildsecrets-operator:VERSION",
        "image.tag=1.2                                          | buildsecrets-operator:1.2",
        "image.registry=r.example.com:5000\\,image.repository=a/b | r.example.com:5000/a/b:VERSION",
        "image.tag=1\\,image.digest=" + DIGEST + "              | buildsecrets-operator@" + DIGEST,
      })
  void runsTheImageThatWasAskedFor(String set, String image) {
    var objects =
        Helm.four()
            .template(
                Chart.RELEASE, Chart.NAMESPACE, "--set-string", set.strip().replace("\\,", ","));
    var chart = new Chart(objects);
    var version = chart.only("Deployment").at("/metadata/labels/app.kubernetes.io~1version");

    var expected = image.replace("VERSION", version.asText());
    assertThat(chart.container().path("image").asText()).isEqualTo(expected);
    assertThat(chart.only("Pod").at("/spec/containers/0/image").asText()).isEqualTo(expected);
  }

  /// Of two that overlap the new one waits for the Lease; without one both would work.
  @ParameterizedTest
  @CsvSource({"true, RollingUpdate", "false, Recreate"})
  void overlapsWithItsSuccessorOnlyWithALease(String leaderElection, String type) {
    var strategy =
        Chart.with("operator.leaderElection.enabled=" + leaderElection)
            .only("Deployment")
            .at("/spec/strategy");

    assertThat(strategy.path("type").asText()).isEqualTo(type);
    assertThat(strategy.at("/rollingUpdate/maxUnavailable").asInt(0)).isZero();
  }

  @Test
  void aloneItHoldsUpNoNode() {
    var chart = Chart.with();

    assertThat(chart.of("PodDisruptionBudget")).isEmpty();
    assertThat(chart.podTemplate().at("/spec/affinity").has("podAntiAffinity")).isFalse();
    assertThat(chart.podTemplate().path("spec").has("topologySpreadConstraints")).isFalse();
  }

  @Test
  void goesOnlyWhereItsImageCanRun() {
    var whole = Chart.with("replicas=2", "image.architectures={amd64,arm64}");

    assertThat(architectures(Chart.with().podTemplate())).containsExactly("amd64");
    assertThat(architectures(whole.podTemplate())).containsExactly("amd64", "arm64");
    assertThat(whole.podTemplate().at("/spec/affinity").has("podAntiAffinity")).isTrue();
    assertThat(whole.of("Job"))
        .allSatisfy(job -> assertThat(architectures(job.at("/spec/template"))).hasSize(2));
  }

  private static List<String> architectures(JsonNode podTemplate) {
    var expressions =
        podTemplate.at(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                + "/nodeSelectorTerms/0/matchExpressions");
    return expressions
        .valueStream()
        .filter(e -> e.path("key").asText().equals("kubernetes.io/arch"))
        .flatMap(e -> e.path("values").valueStream())
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void severalAreSpreadAndGoOneByOne() {
    var chart = Chart.with("replicas=2");
    var budget = chart.only("PodDisruptionBudget").path("spec");
    var pod = chart.podTemplate().path("spec");

    assertThat(budget.path("maxUnavailable").asInt()).isOne();
    assertThat(budget.path("unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
    assertThat(pod.at("/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution"))
        .extracting(term -> term.at("/podAffinityTerm/topologyKey").asText())
        .containsExactly("kubernetes.io/hostname");
    assertThat(pod.path("topologySpreadConstraints"))
        .extracting(term -> term.path("topologyKey").asText())
        .containsExactly("topology.kubernetes.io/zone");
  }

  /// So that an edit of the Secret or ConfigMap reaches the file: a `subPath` would not follow it.
  @Test
  void mountsCaAndLoginWhereTheConfigurationNamesThem() {
    var chart =
        Chart.with(
            "ca.configMapRef.name=own-ca",
            "proxy.url=http://proxy:3128",
            "proxy.credentials.secretRef.name=login",
            "proxy.credentials.secretRef.key=user");
    var volumes = chart.podTemplate().at("/spec/volumes");
    var mounts = chart.container().path("volumeMounts");
    var calls = yaml(chart.configuration()).path("calls");

    assertThat(named(volumes, "ca").path("configMap"))
        .isEqualTo(yaml("{name: own-ca, items: [{key: ca.crt, path: ca.crt}]}"));
    assertThat(named(volumes, "proxy").path("secret"))
        .isEqualTo(yaml("{secretName: login, items: [{key: user, path: credentials}]}"));
    assertThat(calls.path("caFile").asText())
        .isEqualTo(named(mounts, "ca").path("mountPath").asText() + "/ca.crt");
    assertThat(calls.at("/proxy/credentialsFile").asText())
        .isEqualTo(named(mounts, "proxy").path("mountPath").asText() + "/credentials");
    assertThat(mounts).noneMatch(mount -> mount.has("subPath"));
  }

  @Test
  void onlyItsOwnPodGetsTheTokenOfItsAccount() {
    var chart = Chart.with();

    assertThat(chart.only("ServiceAccount").path("automountServiceAccountToken").asBoolean(true))
        .isFalse();
    assertThat(chart.podTemplate().at("/spec/automountServiceAccountToken").asBoolean()).isTrue();
    assertThat(chart.only("Pod").at("/spec/automountServiceAccountToken").asBoolean(true))
        .isFalse();
  }

  /// Whatever somebody adds: what Pods are found and replaced by is the chart's.
  @Test
  void takesLabelsAndAnnotationsBesideItsOwn() {
    var chart =
        Chart.with(
            "commonLabels.team=platform",
            "podLabels.app\\.kubernetes\\.io/component=mine",
            "podLabels.tier=one",
            "podAnnotations.checksum/config=mine",
            "podAnnotations.a=b");
    var metadata = chart.podTemplate().path("metadata");

    assertThat(chart.objects())
        .allSatisfy(o -> assertThat(o.at("/metadata/labels/team").asText()).isEqualTo("platform"));
    assertThat(metadata.at("/labels/tier").asText()).isEqualTo("one");
    assertThat(metadata.at("/labels/app.kubernetes.io~1component").asText()).isEqualTo("operator");
    assertThat(metadata.at("/annotations/a").asText()).isEqualTo("b");
    assertThat(metadata.at("/annotations/checksum~1config").asText()).hasSize(64);
  }

  @Test
  void aSpreadOfOnesOwnMeansTheOperatorsPods() {
    var chart =
        Chart.withJson(
            "topologySpreadConstraints=[{\"maxSkew\": 1, \"topologyKey\": \"rack\","
                + " \"whenUnsatisfiable\": \"DoNotSchedule\"}]");
    var spread = chart.podTemplate().at("/spec/topologySpreadConstraints");

    assertThat(spread).hasSize(1);
    assertThat(spread.at("/0/topologyKey").asText()).isEqualTo("rack");
    assertThat(spread.at("/0/labelSelector/matchLabels"))
        .isEqualTo(chart.only("Deployment").at("/spec/selector/matchLabels"));
  }

  private static JsonNode named(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(item -> item.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
