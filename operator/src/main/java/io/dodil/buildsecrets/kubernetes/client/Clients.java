package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/// The two connections to the API server: one for everything, and one for the watch of Secrets,
/// which sees metadata and nothing else.
///
/// @param full reads whole Secrets, one at a time, by name
/// @param metadata keeps name, namespace and resourceVersion of what it is given
public record Clients(KubernetesClient full, KubernetesClient metadata) implements AutoCloseable {

  /// Each try waits longer; with more of them a leader that is cut off would go on past its Lease.
  private static final int RETRIES = 3;

  /// Connects to one API server.
  ///
  /// @param informerThreads whose threads the informers use
  /// @param selector the Secrets that may be referenced
  /// @param calls told of each call
  public static Clients to(
      Config config,
      InformerThreads informerThreads,
      Optional<LabelSelector> selector,
      ClusterCallObserver calls) {
    var patient =
        new ConfigBuilder(config)
            // else the builder reads the environment again, and what was decided of it is lost
            .withAutoConfigure(false)
            .withRequestRetryBackoffLimit(RETRIES)
            .withUserAgent(StatusWriter.FIELD_MANAGER)
            .build();
    // so that tokens are read again when they are refused
    patient.setAutoConfigure(config.getAutoConfigure());
    var seen = new ClusterCalls(calls);
    var full =
        client(patient, lenient())
            .withTaskExecutorSupplier(informerThreads.threads())
            .withHttpClientBuilderConsumer(
                http ->
                    http.addOrReplaceInterceptor("filter", FilteredResponses.ofBuildSecrets())
                        .addOrReplaceInterceptor("calls", seen))
            .build();
    var needed = NeededResources.secrets(selector);
    return new Clients(full, metadataClient(patient, informerThreads, needed, seen));
  }

  /// Connects for a command, which sees resources as the operator sees them.
  public static KubernetesClient forCommand(Config config) {
    return client(config, lenient())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("filter", FilteredResponses.ofBuildSecrets()))
        .build();
  }

  private static KubernetesClient metadataClient(
      Config config, InformerThreads informerThreads, Needed needed, ClusterCalls calls) {
    var mapper = lenient();
    mapper.addMixIn(ObjectMeta.class, IdentityOnly.class);
    mapper.addMixIn(Secret.class, NoData.class);
    return client(config, mapper)
        .withTaskExecutorSupplier(informerThreads.threads())
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor("metadata-only", new MetadataOnly())
                    .addOrReplaceInterceptor("filter", FilteredResponses.ofSecrets(needed))
                    .addOrReplaceInterceptor("calls", calls))
        .build();
  }

  private static KubernetesClientBuilder client(Config config, JsonMapper mapper) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true));
  }

  /// A resource with fields or values of a newer version must not stop the watch of all the others.
  private static JsonMapper lenient() {
    return JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        .withConfigOverride(
            List.class,
            // an empty PartialObjectMetadataList comes as "items": null
            lists -> lists.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
        .addModule(new TolerantReading())
        .build();
  }

  @Override
  public void close() {
    metadata.close();
    full.close();
  }

  /// Metadata can carry values too: kubectl's client-side apply puts the whole Secret into an
  /// annotation.
  @JsonIgnoreProperties({"managedFields", "annotations", "ownerReferences", "finalizers"})
  private interface IdentityOnly {}

  /// In case something between us and the API server drops the header that asks for metadata only.
  @JsonIgnoreProperties({"data", "stringData"})
  private interface NoData {}
}
