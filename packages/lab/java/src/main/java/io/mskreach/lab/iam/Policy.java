package io.mskreach.lab.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * IAM statements and their evaluation. Only {@code Sid}, {@code Effect}, {@code Action} and {@code Resource} are
 * understood: a statement with anything else (a condition, say) is refused, because ignoring it would grant more than
 * was written.
 */
public record Policy(List<Statement> statements) {
    /** What one policy says of one action: nothing, yes, or a no that wins over every yes. */
    public enum Decision {
        SILENT,
        ALLOW,
        DENY
    }

    /** One statement; actions are kept in lower case because IAM ignores their case. */
    public record Statement(boolean allow, List<String> actions, List<String> resources) {
        boolean covers(String action, String resource) {
            String lower = action.toLowerCase(Locale.ROOT);
            return actions.stream().anyMatch(pattern -> Wildcards.matches(pattern, lower))
                    && resources.stream().anyMatch(pattern -> Wildcards.matches(pattern, resource));
        }
    }

    private static final Set<String> STATEMENT_FIELDS = Set.of("Sid", "Effect", "Action", "Resource");
    private static final Set<String> POLICY_FIELDS = Set.of("Version", "Id", "Statement");

    public Decision decide(String action, String resource) {
        Decision decision = Decision.SILENT;
        for (Statement statement : statements) {
            if (statement.covers(action, resource)) {
                if (!statement.allow()) {
                    return Decision.DENY;
                }
                decision = Decision.ALLOW;
            }
        }
        return decision;
    }

    /** Reads a policy document, {@code {"Statement": ...}}. */
    public static Policy ofDocument(JsonNode document, String where) {
        if (!document.isObject()) {
            throw new InvalidIamException(where, "must be an object with a Statement");
        }
        refuseOthers(document, POLICY_FIELDS, where);
        return ofStatements(document.path("Statement"), where + ".Statement");
    }

    /** Reads one statement or an array of them. */
    public static Policy ofStatements(JsonNode statements, String where) {
        List<Statement> parsed = new ArrayList<>();
        if (statements.isObject()) {
            parsed.add(statement(statements, where));
        } else if (statements.isArray()) {
            for (int i = 0; i < statements.size(); i++) {
                parsed.add(statement(statements.get(i), where + "[" + i + "]"));
            }
        } else {
            throw new InvalidIamException(where, "must be a statement or an array of statements");
        }
        return new Policy(List.copyOf(parsed));
    }

    /** The statements as JSON, so that a principal can carry its session policy to the controller. */
    public ArrayNode toStatements() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Statement statement : statements) {
            var node = array.addObject().put("Effect", statement.allow() ? "Allow" : "Deny");
            var actions = node.putArray("Action");
            statement.actions().forEach(actions::add);
            var resources = node.putArray("Resource");
            statement.resources().forEach(resources::add);
        }
        return array;
    }

    private static Statement statement(JsonNode node, String where) {
        if (!node.isObject()) {
            throw new InvalidIamException(where, "must be an object");
        }
        refuseOthers(node, STATEMENT_FIELDS, where);
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new InvalidIamException(where + ".Effect", "must be Allow or Deny");
        }
        List<String> actions = strings(node.path("Action"), where + ".Action").stream()
                .map(action -> action.toLowerCase(Locale.ROOT))
                .toList();
        return new Statement(effect.equals("Allow"), actions, strings(node.path("Resource"), where + ".Resource"));
    }

    private static void refuseOthers(JsonNode node, Set<String> known, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new InvalidIamException(where, "the lab does not evaluate the element " + name);
            }
        });
    }

    private static List<String> strings(JsonNode node, String where) {
        List<String> values = new ArrayList<>();
        Iterable<JsonNode> items = node.isArray() ? node : List.of(node);
        for (JsonNode item : items) {
            if (!item.isTextual()) {
                throw new InvalidIamException(where, "must be a string or an array of strings");
            }
            values.add(item.asText());
        }
        if (values.isEmpty()) {
            throw new InvalidIamException(where, "must not be empty");
        }
        return List.copyOf(values);
    }
}
