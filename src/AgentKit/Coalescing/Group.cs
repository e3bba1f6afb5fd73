using System.Diagnostics;

namespace AgentKit;

/// <summary>
/// Writes that travel together under one workspace. Those of users keep their own rights: rows whose key ends in the same two digits have one user
/// in a group, whom the policies take for the one who asks; see <c>isolate</c> in the first migration.
/// </summary>
internal sealed class Group<TMember>(int maxCount)
    where TMember : GroupMember
{
    /// <summary>Of the contents of all, in UTF-16 characters: a message of a moderate size, and a moderate loss where it is sent in vain.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>
    /// Of all: the turns of a group are taken out of arrays by their position, and what stands before it in an array of texts is passed over each time,
    /// so that their cost grows with the square of their number. Up to here it is less than what the group saves.
    /// </summary>
    public const int MaxRows = 1_000;

    private readonly List<TMember> _members = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly string?[] _users = new string?[byte.MaxValue + 1];
    private int _size;
    private int _rows;

    public IReadOnlyList<TMember> Members => _members;

    public int Count => _members.Count;

    public bool IsFull => _members.Count == maxCount;

    /// <summary>Whoever stands for all where only the workspace matters.</summary>
    public AgentScope Scope => _members[0].Scope;

    /// <summary>Whether it has a write of this already; a second one would not know what the first comes to.</summary>
    public bool Holds(Guid id) => _ids.Contains(id);

    /// <summary>Takes a write in, unless there is no room, or one that it must not travel with.</summary>
    public bool TryAdd(TMember member)
    {
        if (!HasRoomFor(member)
            || !IsOfItsKind(member)
            || !IsFree(member, member.Id)
            || !IsFree(member, member.SessionId)
            || !_ids.Add(member.Id))
        {
            return false;
        }

        Claim(member, member.Id);
        Claim(member, member.SessionId);
        _members.Add(member);
        _size += member.Size;
        _rows += member.Rows;
        return true;
    }

    /// <summary>
    /// Puts the writes into the order of what they write: groups of several processes then lock the same rows one after the other.
    /// </summary>
    public void Sort() => _members.Sort(static (one, other) => CompareAsStored(one.Id, other.Id));

    /// <summary>Whose rows those are that end in which digits; none in a group of services, who have the rights to all.</summary>
    public (string[] RowDigits, string[] UserIds) Users()
    {
        List<string> digits = [], users = [];
        for (var i = 0; i < _users.Length; i++)
        {
            if (_users[i] is { } user)
            {
                digits.Add(Digits(i));
                users.Add(user);
            }
        }

        return ([.. digits], [.. users]);
    }

    /// <summary>The spans within which they were made.</summary>
    public IReadOnlyList<ActivityContext> Callers() => [.. _members.Where(member => member.Caller is not null).Select(member => member.Caller!.Value)];

    /// <summary>One value for each member, as a column.</summary>
    public T[] Column<T>(Func<TMember, T> value)
    {
        var column = new T[_members.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(_members[i]);
        }

        return column;
    }

    /// <summary>The rows that came back, each at the place of its member; nothing where there is none.</summary>
    public IReadOnlyList<TRow?> Match<TRow>(List<TRow> rows, Func<TRow, Guid> idOf)
        where TRow : class
    {
        var byId = rows.ToDictionary(idOf);
        return Column(member => byId.GetValueOrDefault(member.Id));
    }

    private static string Digits(int end) => Convert.ToHexStringLower([(byte)end]);

    private static byte End(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[15];
    }

    private static int CompareAsStored(Guid one, Guid other)
    {
        Span<byte> first = stackalloc byte[16], second = stackalloc byte[16];
        one.TryWriteBytes(first, bigEndian: true, out _);
        other.TryWriteBytes(second, bigEndian: true, out _);
        return first.SequenceCompareTo(second);
    }

    /// <summary>Services have the rights to all, and so nothing of theirs travels with what users write.</summary>
    private bool IsOfItsKind(TMember member) =>
        _members.Count == 0 || (Scope.Access == AccessLevel.Service) == (member.Scope.Access == AccessLevel.Service);

    private bool HasRoomFor(TMember member) => !IsFull && _size + member.Size <= MaxSize && _rows + member.Rows <= MaxRows;

    private bool IsFree(TMember member, Guid? id) =>
        id is not { } key
        || member.Scope.Access == AccessLevel.Service
        || _users[End(key)] is not { } user
        || user == member.Scope.UserId;

    private void Claim(TMember member, Guid? id)
    {
        if (id is { } key && member.Scope.Access != AccessLevel.Service)
        {
            _users[End(key)] = member.Scope.UserId;
        }
    }
}
