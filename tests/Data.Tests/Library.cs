using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Events;
using Platform.Model;

namespace Data.Tests;

/// <summary>A shelf of books.</summary>
sealed class Shelf : Aggregate
{
    readonly List<Book> books = [];

    Shelf() { }

    internal Shelf(string name) => Name = name;

    public string Name { get; private set; } = "";
    public IReadOnlyList<Book> Books => books;

    internal void Rename(string name) => Name = name;

    internal void Put(string title) => books.Add(new Book(title));

    internal void Take(string title) => books.RemoveAll(b => b.Title == title);

    internal void Retitle(string title, string better) => books.Single(b => b.Title == title).Title = better;
}

/// <summary>A book on a shelf.</summary>
sealed class Book : Part
{
    Book() { }

    internal Book(string title) => Title = title;

    public Guid ShelfId { get; private set; }
    public string Title { get; internal set; } = "";
}

/// <summary>That somebody borrowed something.</summary>
sealed class Loan : Entry
{
    Loan() { }

    internal Loan(string who, Guid messageId) => (Who, MessageId) = (who, messageId);

    public string Who { get; private set; } = "";
    public Guid MessageId { get; private set; }
}

sealed record BookLent(string Who, DateTime? Back = null) : IEvent;

sealed class KeepLoan(AppDb db, LendingDesk desk) : IHandle<BookLent>
{
    public async Task Handle(BookLent happened, EventContext context, CancellationToken stop)
    {
        desk.Called.Enqueue(happened.Who);
        db.Add(new Loan(happened.Who, context.MessageId));
        await db.SaveChangesAsync(stop);
        await desk.AfterSaving(happened, stop);
    }
}

sealed class LibraryModule : IModule
{
    public string Name => "library";

    public void MapEntities(ModelBuilder model)
    {
        model.Entity<Shelf>(shelf =>
        {
            shelf.ToTable("library_shelf");
            shelf.HasParts(s => s.Books, b => b.ShelfId);
        });
        model.Entity<Book>().ToTable("library_book");
        model.Entity<Loan>(loan =>
        {
            loan.ToTable("library_loan");
            loan.HasTenantIndex(nameof(Loan.MessageId));
        });
    }
}
