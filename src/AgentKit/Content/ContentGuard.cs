using System.Text;
using System.Text.Json;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>
/// Checks the blocks of a turn before anything is sent, and makes their stored form. Messages name the block by its index and say
/// what is wrong, never with the content.
/// </summary>
internal static class ContentGuard
{
    /// <summary>Checks the blocks and returns what is to be stored.</summary>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">There is no block, one cannot be stored, or all together are larger than allowed.</exception>
    internal static PooledText Serialize(IReadOnlyList<ContentBlock> blocks, int maxBytes, ParamName name)
    {
        Check(blocks, maxBytes, name);
        var json = ContentJson.Serialize(blocks);

        // A UTF-16 unit is at most three bytes of UTF-8, which settles it for nearly every turn.
        if ((long)json.Memory.Length * 3 > maxBytes && Encoding.UTF8.GetByteCount(json.Memory.Span) is var size && size > maxBytes)
        {
            json.Dispose();
            throw new ArgumentException(
                FormattableString.Invariant($"The content is {size} bytes of JSON, more than the {maxBytes} allowed."),
                name.ToString());
        }

        return json;
    }

    /// <summary>Checks each block by itself; <paramref name="maxBytes"/> is what all together may have.</summary>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">There is no block, or one cannot be stored.</exception>
    internal static void Check(IReadOnlyList<ContentBlock> blocks, int maxBytes, ParamName name)
    {
        if (blocks is null)
        {
            throw new ArgumentNullException(name.ToString());
        }

        if (blocks.Count == 0)
        {
            throw new ArgumentException("The content has no block; a turn has at least one.", name.ToString());
        }

        for (var i = 0; i < blocks.Count; i++)
        {
            if (FindProblem(blocks[i], maxBytes) is { } problem)
            {
                throw new ArgumentException(FormattableString.Invariant($"Block {i}: {problem}."), name.ToString());
            }
        }
    }

    private static string? FindProblem(ContentBlock? block, int maxBytes) => block switch
    {
        null => "the block is null",
        OtherBlock other => FindProblem(other, maxBytes),
        TextBlock text => Text("the text", text.Text, maxBytes) ?? Additional(text, BlockKind.Text, maxBytes),
        ToolUseBlock use => Key("the id", use.Id, maxBytes)
            ?? Key("the name", use.Name, maxBytes)
            ?? Json("the input", use.Input, maxBytes)
            ?? Additional(use, BlockKind.ToolUse, maxBytes),
        ToolResultBlock result => Key("the tool use id", result.ToolUseId, maxBytes)
            ?? Json("the output", result.Output, maxBytes, mayBeUndefined: true)
            ?? Additional(result, BlockKind.ToolResult, maxBytes),
        _ => "the block is of an unknown kind",
    };

    // A block that is not read back as what it was written as is a mistake of the caller's.
    private static string? FindProblem(OtherBlock other, int maxBytes)
    {
        if (other.AdditionalProperties is { Count: > 0 })
        {
            return "additional properties of an OtherBlock belong into its JSON";
        }

        if (Key("the type", other.Type, maxBytes) is { } typeProblem)
        {
            return typeProblem;
        }

        if (Json("the JSON", other.Json, maxBytes) is { } jsonProblem)
        {
            return jsonProblem;
        }

        if (other.Type == OtherBlock.UnknownType)
        {
            return null;
        }

        return ContentBlockReader.KindOf(other.Type) != BlockKind.Other
            ? "the type has a block of its own, an OtherBlock cannot stand for it"
            : ContentBlockReader.TypeOf(other.Json) != other.Type ? "the JSON is not an object with that type" : null;
    }

    private static string? Key(string what, string? value, int maxBytes) =>
        value is "" ? $"{what} is empty" : Text(what, value, maxBytes);

    private static string? Text(string what, string? value, int maxBytes)
    {
        if (value is null)
        {
            return $"{what} is null";
        }

        if (value.Length > maxBytes)
        {
            return FormattableString.Invariant($"{what} has {value.Length} characters, more than the {maxBytes} bytes allowed");
        }

        return TextGuard.FindProblem(value) is { } problem ? $"{what} {problem}" : null;
    }

    private static string? Json(string what, JsonElement value, int maxBytes, bool mayBeUndefined = false) =>
        JsonGuard.FindProblem(value, maxBytes) switch
        {
            null => null,
            JsonGuard.Undefined when mayBeUndefined => null,
            var problem => $"{what} {problem}",
        };

    private static string? Additional(ContentBlock block, BlockKind kind, int maxBytes)
    {
        if (block.AdditionalProperties is not { } additional)
        {
            return null;
        }

        foreach (var (name, value) in additional)
        {
            if (ContentBlockReader.MemberOf(kind, name) is not BlockMember.None)
            {
                return "an additional property has the name of a known member";
            }

            var problem = Text("the name of an additional property", name, maxBytes) ?? Json("an additional property", value, maxBytes);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }
}
