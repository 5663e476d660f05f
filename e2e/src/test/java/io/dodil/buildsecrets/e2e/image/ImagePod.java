package io.dodil.buildsecrets.e2e.image;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Ports;
import io.dodil.buildsecrets.e2e.harness.Rights;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a kubelet gives to a Pod of the operator: the token of its service account, the address of
/// the API server, and the files of its volumes.
///
/// @param folder where these files are
record ImagePod(Cluster cluster, Path folder, Ports ports) {

  private static final List<String> ARGUMENTS =
      List.of("run", "--config", "/etc/buildsecrets-operator/config.yaml");

  static ImagePod in(Cluster cluster, Path folder) throws IOException {
    return new ImagePod(cluster, folder, Ports.free()).withServiceAccount();
  }

  private ImagePod withServiceAccount() throws IOException {
    var namespace = cluster.newNamespace();
    var name = "buildsecrets-operator";
    var accounts = cluster.admin().serviceAccounts().inNamespace(namespace);
    accounts
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    new Rights(cluster, "system:serviceaccount:" + namespace + ":" + name).grantAll();
    var request = new TokenRequestBuilder().withNewSpec().endSpec().build();
    var token = accounts.withName(name).tokenRequest(request).getStatus().getToken();
    var ca = Path.of(cluster.controlPlane().config().getCaCertFile());
    var account = Files.createDirectories(folder.resolve("account"));
    Files.writeString(account.resolve("token"), token);
    Files.writeString(account.resolve("namespace"), namespace);
    Files.writeString(account.resolve("ca.crt"), Files.readString(ca));
    return this;
  }

  /// Of a Dodil whose CA nobody knows.
  ImagePod withConfiguration(OperatorFixture fixture) throws IOException {
    var configuration = Files.createDirectories(folder.resolve("configuration"));
    Files.writeString(configuration.resolve("ca.pem"), fixture.sandbox().caPem());
    Files.writeString(
        configuration.resolve("config.yaml"),
        """
        endpoints:
          staging: {apiUrl: "%s", tokenUrl: "%s"}
        calls: {caFile: /etc/buildsecrets-operator/ca.pem}
        leaderElection: {enabled: false}
        server: %s
        """
            .formatted(fixture.sandbox().apiUrl(), fixture.sandbox().tokenUrl(), ports.section()));
    return this;
  }

  ImageContainer start(Image image, Map<String, String> furtherMounts) throws IOException {
    var mounts = new HashMap<>(furtherMounts);
    mounts.putAll(mounts());
    return ImageContainer.start(image, mounts, environment(), ARGUMENTS.toArray(String[]::new));
  }

  ImageContainer startIn(MemoryCgroup limit, Image image) throws IOException {
    return ImageContainer.startIn(limit, image, mounts(), environment(), ARGUMENTS);
  }

  private Map<String, String> mounts() {
    return Map.of(
        "/var/run/secrets/kubernetes.io/serviceaccount",
        folder.resolve("account").toString(),
        "/etc/buildsecrets-operator",
        folder.resolve("configuration").toString());
  }

  private Map<String, String> environment() {
    var api = URI.create(cluster.controlPlane().config().getMasterUrl());
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        api.getHost(),
        "KUBERNETES_SERVICE_PORT",
        String.valueOf(api.getPort()));
  }
}
