using System.Reflection;
using System.Runtime.CompilerServices;
using AgentKit.Extensions.AI;
using AgentKit.Testing;

namespace AgentKit.Tests.Guards;

/// <summary>The assemblies that are shipped, and what in them was written by hand.</summary>
internal static class LibraryAssemblies
{
    public const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static Assembly AgentKit { get; } = typeof(AgentScope).Assembly;

    public static Assembly ExtensionsAI { get; } = typeof(PersistingChatClient).Assembly;

    public static Assembly Testing { get; } = typeof(ThrowawayPostgres).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [AgentKit, ExtensionsAI, Testing];

    public static IEnumerable<Type> PublicTypes => All.SelectMany(assembly => assembly.GetExportedTypes());

    public static IEnumerable<Type> WrittenTypes => All.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type));

    /// <summary>Whether the compiler made it: closures, state machines, backing fields, what a record gets for nothing.</summary>
    public static bool IsGenerated(MemberInfo? member) =>
        member is not null
        && (member.Name.Contains('<')
            || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || IsGenerated(member.DeclaringType));

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    public static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>Whether a method answers later.</summary>
    public static bool IsAsync(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return true;
        }

        return type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(Task<>)
                || type.GetGenericTypeDefinition() == typeof(ValueTask<>)
                || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }

    public static string Describe(MemberInfo member) =>
        member.DeclaringType is { } type ? $"{type.FullName}.{member.Name}" : ((Type)member).FullName ?? member.Name;
}
