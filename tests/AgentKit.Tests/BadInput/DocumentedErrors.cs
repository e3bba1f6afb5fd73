using System.Reflection;
using System.Xml.Linq;

namespace AgentKit.Tests.BadInput;

/// <summary>Which exceptions the documentation of a method names: its own, that of its type, and that of the types it refers to for them.</summary>
internal static class DocumentedErrors
{
    private static readonly Dictionary<string, XElement> Members = new[] { "AgentKit", "AgentKit.Extensions.AI" }
        .SelectMany(assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml")).Descendants("member"))
        .ToDictionary(member => (string)member.Attribute("name")!);

    /// <summary>Whether an exception of this kind, or a more general one, is named.</summary>
    public static bool Name(MethodInfo method, Exception exception)
    {
        var named = Of(method);
        for (var type = exception.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            if (type != typeof(Exception) && named.Contains($"T:{type.FullName}"))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> Of(MethodInfo method)
    {
        var type = method.DeclaringType!;
        var prefix = $"M:{type.FullName}.{method.Name}";
        HashSet<string> named = [];
        var pending = new Queue<string>(Members.Keys.Where(key => key == prefix || key.StartsWith($"{prefix}(", StringComparison.Ordinal)
            || key.StartsWith($"{prefix}`", StringComparison.Ordinal)));
        pending.Enqueue($"T:{type.FullName}");
        HashSet<string> seen = [.. pending];
        while (pending.TryDequeue(out var member))
        {
            foreach (var reference in ReferencesOf(member))
            {
                named.Add(reference);

                // A type refers to another contract where its errors come through; a member only to what it inherits.
                if ((reference.StartsWith("T:AgentKit.I", StringComparison.Ordinal) || reference.StartsWith("M:", StringComparison.Ordinal)) && seen.Add(reference))
                {
                    pending.Enqueue(reference);
                }
            }
        }

        return named;
    }

    private static IEnumerable<string> ReferencesOf(string member) =>
        Members.TryGetValue(member, out var documentation)
            ? documentation.DescendantsAndSelf().Select(element => (string?)element.Attribute("cref")).OfType<string>()
            : [];
}
