package io.dodil.buildsecrets.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.FormatValidator;
import com.networknt.schema.path.NodePath;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.NoProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.function.Function;

/// What a pattern can't say of a value: bounds, what other values are, and files, which are better
/// read at the start than at the first call. An empty text always keeps it.
enum ValueFormat implements Format {
  DURATION_WITHIN_BOUNDS((v, schema, _) -> isWithin(v, schema, SettingsBinding::duration)),
  SIZE_WITHIN_BOUNDS((v, schema, _) -> isWithin(v, schema, SettingsBinding::size)),
  AT_MOST_TIMEOUT((v, _, root) -> isAtMost(v, root.at("/calls/timeout"))),
  URL_WITH_A_HOST((v, _, _) -> hasHost(URI.create(v.asText()))),
  LABEL_SELECTOR((v, _, _) -> LabelSelector.parse(v.asText()).isPresent()),
  NO_PROXY((v, _, _) -> NoProxy.parse(v.asText()).unusable().isEmpty()),
  CONFIGURED_ENDPOINT((v, _, root) -> root.path("endpoints").has(v.asText())),
  OTHER_THAN_METRICS_PORT((v, _, root) -> !v.equals(root.at("/server/metricsPort"))),
  BESIDE_A_PROXY_URL((_, _, root) -> !root.at("/calls/proxy/url").asText().isEmpty()),
  FILE_THAT_EXISTS((v, _, _) -> Files.exists(Path.of(v.asText()))),
  FILE_THAT_CAN_BE_READ((v, _, _) -> isReadable(Path.of(v.asText()))),
  FILE_OF_CERTIFICATES((v, _, _) -> areCertificates(text(v, 4 << 20))),
  FILE_OF_A_LOGIN((v, _, _) -> text(v, 4 << 10).matches("[^:\\p{Cntrl}]+:[^\\p{Cntrl}]*\\R?"));

  // a lambda above, which holds nothing
  @SuppressWarnings("ImmutableEnumChecker")
  private final Rule rule;

  ValueFormat(Rule rule) {
    this.rule = rule;
  }

  /// Whether a value is good.
  @FunctionalInterface
  private interface Rule {

    /// @param schema that the format stands in
    /// @param root the whole configuration
    boolean allows(JsonNode value, JsonNode schema, JsonNode root)
        throws IOException, CertificateException;
  }

  @Override
  public String getName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean matches(
      ExecutionContext context,
      SchemaContext schemas,
      JsonNode value,
      JsonNode root,
      NodePath location,
      boolean enabled,
      FormatValidator validator) {
    var text = value.asText();
    if (value.isContainerNode() || text.isEmpty()) {
      return true;
    }
    try {
      return (this == NO_PROXY || text.length() <= ConfigurationSchema.MAX_LENGTH)
          && rule.allows(value, validator.getParentSchema().getSchemaNode(), root);
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      return false;
    }
  }

  private static <T extends Comparable<T>> boolean isWithin(
      JsonNode value, JsonNode schema, Function<JsonNode, T> parser) {
    var parsed = parser.apply(value);
    return (value.asText().equals("0") && schema.path("maximum").asInt(-1) == 0)
        || (parsed.compareTo(parser.apply(schema.path("atLeast"))) >= 0
            && parsed.compareTo(parser.apply(schema.path("atMost"))) <= 0);
  }

  private static boolean isAtMost(JsonNode value, JsonNode limit) {
    var atMost = SettingsBinding.duration(limit);
    return atMost.isZero() || SettingsBinding.duration(value).compareTo(atMost) <= 0;
  }

  private static boolean hasHost(URI url) {
    return url.getHost() != null && url.getHost().length() <= 253;
  }

  private static boolean areCertificates(String pem) throws CertificateException {
    return pem.contains("-----BEGIN CERTIFICATE-----")
        && !CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(ISO_8859_1)))
            .isEmpty();
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  /// Empty for a file that is too large, or none.
  private static String text(JsonNode name, int limit) throws IOException {
    var file = Path.of(name.asText());
    return isReadable(file) && Files.size(file) <= limit ? Files.readString(file, ISO_8859_1) : "";
  }
}
