using System.Text;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>What a model took a message to be about. Compared by value, the alternatives in their order.</summary>
/// <param name="Intent">The intent's name.</param>
/// <param name="Confidence">How sure the model is: 0 to 1, both included.</param>
/// <param name="Alternatives">What else it might be, in the model's order; may be empty.</param>
/// <exception cref="ArgumentOutOfRangeException">The confidence is outside 0 to 1, or NaN.</exception>
/// <example>
/// <code>
/// var result = IntentResult.Parse("""{ "intent": "order_status", "confidence": 0.97 }""");
/// </code>
/// </example>
public sealed record IntentResult(string Intent, double Confidence, IReadOnlyList<IntentAlternative> Alternatives)
{
    private const string Expected = "intent result";

    /// <summary>A result without alternatives.</summary>
    /// <param name="intent">The intent's name.</param>
    /// <param name="confidence">How sure the model is: 0 to 1, both included.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside 0 to 1, or NaN.</exception>
    public IntentResult(string intent, double confidence)
        : this(intent, confidence, [])
    {
    }

    /// <summary>How sure the model is: 0 to 1, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 1, or NaN.</exception>
    public double Confidence { get; init => field = ConfidenceRange.Require(value, nameof(Confidence)); } =
        ConfidenceRange.Require(Confidence, nameof(Confidence));

    /// <summary>
    /// Reads a model's reply: an object with <c>intent</c>, <c>confidence</c> and, if there are any, <c>alternatives</c>. A surrounding
    /// Markdown fence, other properties and any order are accepted.
    /// </summary>
    /// <param name="json">The reply.</param>
    /// <exception cref="ArgumentNullException">The reply is null.</exception>
    /// <exception cref="ModelResponseException">It is not such an object; the reason never quotes it.</exception>
    public static IntentResult Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a model's reply in UTF-8, in the same way.</summary>
    /// <param name="utf8Json">The reply.</param>
    /// <exception cref="ModelResponseException">It is not such an object; the reason never quotes it.</exception>
    public static IntentResult Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reply = ModelReply.Parse(utf8Json, Expected);
        return new(
            reply.RequiredName("intent"),
            reply.RequiredConfidence("confidence"),
            [.. reply.OptionalObjects("alternatives").Select(alternative =>
                new IntentAlternative(alternative.RequiredName("intent"), alternative.RequiredConfidence("confidence")))]);
    }

    /// <summary>The JSON that <see cref="Parse(string)"/> reads, for examples in a prompt, logs of decisions, and tests.</summary>
    public string ToJson()
    {
        var json = new JsonText(capacity: 256);
        try
        {
            json.Raw("{");
            Write(ref json, Intent, Confidence);
            json.Raw(",\"alternatives\":[");
            for (var i = 0; i < Alternatives.Count; i++)
            {
                json.Raw(i == 0 ? "{" : ",{");
                Write(ref json, Alternatives[i].Intent, Alternatives[i].Confidence);
                json.Raw("}");
            }

            json.Raw("]}");
            return json.ToString();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>Whether all members are equal, the alternatives in their order.</summary>
    /// <param name="other">The result to compare with.</param>
    public bool Equals(IntentResult? other) =>
        other is not null
        && Intent == other.Intent
        && Confidence.Equals(other.Confidence)
        && Alternatives.SequenceEqual(other.Alternatives);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Intent, Confidence, Alternatives.Count);

    private static void Write(ref JsonText json, string intent, double confidence)
    {
        json.Raw("\"intent\":");
        json.Quoted(intent);
        json.Raw(",\"confidence\":");
        json.Number(confidence);
    }
}
