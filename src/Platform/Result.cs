namespace Platform;

/// <summary>The five ways a request can be refused; the web adapter turns each into one status code.</summary>
public enum ErrorKind
{
    /// <summary>The input is malformed or incomplete (400).</summary>
    Invalid,
    /// <summary>The person may not do this (403).</summary>
    Forbidden,
    /// <summary>Nothing of that id in this company that the person may see (404).</summary>
    NotFound,
    /// <summary>Somebody was faster, or the state does not allow it (409).</summary>
    Conflict,
    /// <summary>Well-formed, but against a rule of the business (422).</summary>
    Rejected,
}

/// <summary>An expected refusal. <paramref name="Code"/> is stable and becomes the problem type; <paramref name="Text"/> is Chinese and is translated when shown.</summary>
public sealed record Error(ErrorKind Kind, string Code, string Text, params object?[] Args)
{
    /// <summary>The sentence in the reader's language.</summary>
    public string Message => Words.T(Text, Args);

    /// <summary>Equal when kind, code and arguments are equal, so tests can compare errors.</summary>
    public bool Equals(Error? other) => other is not null && Kind == other.Kind && Code == other.Code && Args.SequenceEqual(other.Args);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Code);
}

/// <summary>A value, or the reason there is none.</summary>
public readonly struct Result<T>
{
    readonly T? value;

    Result(T? value, Error? error) => (this.value, Error) = (value, error);

    /// <summary>The refusal, or null when it went well.</summary>
    public Error? Error { get; }

    /// <summary>The value; asking for it after a refusal is a bug and throws.</summary>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error.Code}");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);
}

/// <summary>The value of an act that returns nothing.</summary>
public readonly record struct Done
{
    /// <summary>It was done.</summary>
    public static readonly Done It;
}

/// <summary>Refusals that every module needs.</summary>
public static class CommonErrors
{
    /// <summary>The row was changed by somebody else since it was read.</summary>
    public static readonly Error Stale = new(ErrorKind.Conflict, "stale", "这条记录刚刚被别人改过，请刷新后再试。");

    /// <summary>Nothing of that id that this person may see, in this company.</summary>
    public static readonly Error NotFound = new(ErrorKind.NotFound, "not-found", "没有找到，可能已被删除，或您没有查看的权限。");

    /// <summary>The person lacks the permission.</summary>
    public static readonly Error Forbidden = new(ErrorKind.Forbidden, "forbidden", "您没有做这件事的权限，需要的话请联系公司管理员。");

    /// <summary>A field is missing or out of range; <paramref name="text"/> says which and what to do.</summary>
    public static Error Invalid(string text, params object?[] args) => new(ErrorKind.Invalid, "invalid", text, args);
}
