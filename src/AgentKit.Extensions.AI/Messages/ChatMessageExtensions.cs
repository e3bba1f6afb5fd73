using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>Messages of Microsoft.Extensions.AI as turns of AgentKit and back, without loss.</summary>
/// <remarks>
/// <para>What <see cref="Microsoft.Extensions.AI"/> writes as JSON comes back equal: every kind of content, annotations, additional
/// properties, message ids, roles of a provider's own, a call whose arguments could not be read, a result that is an error. Raw
/// representations are not kept; values in additional properties and arguments come back as <see cref="JsonElement"/>, results that are
/// texts as strings.</para>
/// <para>Blocks that are none of these contents come back as an <see cref="AIContent"/> that carries them, and are written as they were. A
/// content that cannot be serialized is kept as far as it can be, with a note of the exception's type; nothing throws.</para>
/// </remarks>
public static class ChatMessageExtensions
{
    /// <summary>The message as a turn that is not stored yet.</summary>
    /// <param name="message">Any message; one without contents becomes a turn of one empty text.</param>
    /// <param name="serializerOptions">
    /// How contents become JSON; to be given where a host has contents of its own. Default: <see cref="AIJsonUtilities.DefaultOptions"/>,
    /// on one line.
    /// </param>
    /// <exception cref="ArgumentNullException">There is no message.</exception>
    public static Turn ToTurn(this ChatMessage message, JsonSerializerOptions? serializerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageWriter.Write(message, serializerOptions ?? ContentJsonOptions.Default);
    }

    /// <summary>
    /// All messages of a response as turns: each answer with the model, the last one with usage, response id and reason of the end.
    /// </summary>
    /// <param name="response">A response; without an answer it becomes an empty one, so that its usage has a place.</param>
    /// <param name="cost">The price of the whole response, in the host's currency. Default: 0.</param>
    /// <param name="serializerOptions">As for <see cref="ToTurn"/>.</param>
    /// <exception cref="ArgumentNullException">There is no response.</exception>
    public static IReadOnlyList<Turn> ToTurns(
        this ChatResponse response, decimal cost = 0, JsonSerializerOptions? serializerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        return ResponseWriter.Write(response, cost, serializerOptions ?? ContentJsonOptions.Default);
    }

    /// <summary>
    /// The turn as a message. Number, model, usage, latency and intent have no place in it: its raw representation is the turn.
    /// </summary>
    /// <param name="turn">Any turn.</param>
    /// <param name="serializerOptions">As for <see cref="ToTurn"/>.</param>
    /// <exception cref="ArgumentNullException">There is no turn.</exception>
    public static ChatMessage ToChatMessage(this Turn turn, JsonSerializerOptions? serializerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return MessageReader.Read(turn, serializerOptions ?? ContentJsonOptions.Default);
    }

    /// <summary>The turns as messages, in their order.</summary>
    /// <param name="turns">Any turns.</param>
    /// <param name="serializerOptions">As for <see cref="ToTurn"/>.</param>
    /// <exception cref="ArgumentNullException">There are no turns.</exception>
    public static IReadOnlyList<ChatMessage> ToChatMessages(this IEnumerable<Turn> turns, JsonSerializerOptions? serializerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(turns);
        return [.. turns.Select(turn => turn.ToChatMessage(serializerOptions))];
    }
}
