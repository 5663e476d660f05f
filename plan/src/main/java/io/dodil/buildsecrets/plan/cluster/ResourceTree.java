package io.dodil.buildsecrets.plan.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.api.v1alpha1.RequiredBySchema;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.ResourceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A BuildSecrets as the API server writes it, or as it stands in a file.
final class ResourceTree {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .addModule(new JavaTimeModule())
          .addModule(new Required())
          .build();

  private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");

  private ResourceTree() {}

  /// Whether it can be part of a path of the API server.
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static final class Required extends SimpleModule {

    private static final long serialVersionUID = 1L;

    @Override
    public void setupModule(SetupContext context) {
      super.setupModule(context);
      context.insertAnnotationIntrospector(new RequiredBySchema());
    }
  }

  /// What came of it.
  sealed interface Read {

    record Good(Resource resource) implements Read {}

    /// Which field it is that can't be read.
    record Bad(String field) implements Read {}
  }

  static Read read(JsonNode resource) {
    try {
      if (!resource.path("spec").isObject()) {
        return new Read.Bad("spec");
      }
      var spec = JSON.treeToValue(resource.get("spec"), BuildSecretsSpec.class);
      return new Read.Good(
          new Resource(
              id(resource),
              resource.at("/metadata/generation").asLong(0),
              created(resource.at("/metadata/creationTimestamp").asText()),
              resource.path("metadata").hasNonNull("deletionTimestamp"),
              Optional.empty(),
              spec,
              isTooLarge(resource.get("spec")),
              status(resource.path("status"))));
    } catch (JsonMappingException e) {
      return new Read.Bad("spec" + RequiredBySchema.place(e));
    } catch (JsonProcessingException e) {
      return new Read.Bad("spec");
    }
  }

  private static boolean isTooLarge(JsonNode spec) throws JsonProcessingException {
    try (var tokens = JSON.treeAsTokens(spec)) {
      return JsonSize.of(tokens) > JsonSize.LARGEST_SPEC;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResourceId id(JsonNode resource) {
    var meta = resource.path("metadata");
    return new ResourceId(
        meta.path("namespace").asText(), meta.path("name").asText(), meta.path("uid").asText());
  }

  /// One that can't be read is none, as the operator takes it.
  private static BuildSecretsStatus status(JsonNode status) {
    try {
      return status.isObject()
          ? JSON.treeToValue(status, BuildSecretsStatus.class)
          : BuildSecretsStatus.none();
    } catch (JsonProcessingException e) {
      return BuildSecretsStatus.none();
    }
  }

  private static Instant created(String timestamp) {
    return timestamp.isEmpty() ? Instant.MAX : Instant.parse(timestamp);
  }
}
