package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.RequiredBySchema;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves out what is not needed, and the spec, or the status, that can't be read. Without a spec a
/// resource is passed over until it changes; without a status it is taken for a new one.
final class BuildSecretsDeserializer extends StdDeserializer<BuildSecrets>
    implements ResolvableDeserializer {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(BuildSecretsDeserializer.class);

  /// Without these there is no telling which resource it is.
  private static final List<String> IDENTITY =
      List.of("name", "namespace", "uid", "resourceVersion");

  private final JsonDeserializer<?> usual;

  BuildSecretsDeserializer(JsonDeserializer<?> usual) {
    super(BuildSecrets.class);
    this.usual = usual;
  }

  @Override
  public void resolve(DeserializationContext context) throws JsonMappingException {
    if (usual instanceof ResolvableDeserializer resolvable) {
      resolvable.resolve(context);
    }
  }

  @Override
  public BuildSecrets deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    var codec = parser.getCodec();
    TreeNode tree = needed(parser);
    boolean isTooLarge = false;
    var unreadable = Optional.<String>empty();
    if (tree instanceof ObjectNode resource) {
      isTooLarge = resource.remove(NeededResources.SPEC_IS_TOO_LARGE) != null;
      unreadable = unreadable(codec, resource, "metadata", ObjectMeta.class);
      if (unreadable.isPresent() && resource.get("metadata") instanceof ObjectNode metadata) {
        metadata.retain(IDENTITY);
      }
      unreadable = unreadable.or(() -> unreadable(codec, resource, "spec", BuildSecretsSpec.class));
      if (unreadable.isPresent()) {
        resource.remove("spec");
      }
      if (unreadable(codec, resource, "status", BuildSecretsStatus.class).isPresent()) {
        resource.remove("status");
      }
    }
    try (var rest = codec.treeAsTokens(tree)) {
      rest.nextToken();
      var resource = (BuildSecrets) usual.deserialize(rest, context);
      resource.setSpecTooLarge(isTooLarge);
      resource.setUnreadable(unreadable);
      return resource;
    }
  }

  /// An event of a watch holds everything, while responses are filtered as they arrive.
  private static TreeNode needed(JsonParser parser) throws IOException {
    try (var needed = new TokenBuffer(parser)) {
      var filter = new JsonFilter(needed, NeededResources.BUILD_SECRETS);
      int depth = 0;
      do {
        var token = parser.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        filter.copy(parser);
      } while (depth > 0 && parser.nextToken() != null);
      try (var copy = needed.asParser()) {
        return parser.getCodec().readTree(copy);
      }
    }
  }

  /// The part of the field that can't be read; empty when there is none.
  private static Optional<String> unreadable(
      ObjectCodec codec, ObjectNode resource, String field, Class<?> type) {
    try {
      if (resource.hasNonNull(field)) {
        codec.treeToValue(resource.get(field), type);
      }
      return resource.path(field).isNull() ? Optional.of(field) : Optional.empty();
    } catch (JsonProcessingException e) {
      var place = field + (e instanceof JsonMappingException m ? RequiredBySchema.place(m) : "");
      var meta = resource.path("metadata");
      log.atWarn()
          .addKeyValue("namespace", meta.path("namespace").asText())
          .addKeyValue("name", meta.path("name").asText())
          .addKeyValue("field", place)
          .log("a resource holds what this version of the operator can't read");
      return Optional.of(place);
    }
  }
}
