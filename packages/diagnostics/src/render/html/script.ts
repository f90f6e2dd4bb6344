/**
 * The page's only script: the table's filter and order, and the buttons that copy a command. It holds no data, so its
 * hash in the policy is the same for every report. Without it everything is still there to read.
 */

export const SCRIPT: string = `
'use strict';
const find = (selector, within) => Array.from((within || document).querySelectorAll(selector));
const say = (text) => { document.querySelector('#said').textContent = text; };

find('[data-needs-script]').forEach((part) => { part.hidden = false; });

find('button.copy').forEach((button) => {
  button.addEventListener('click', async () => {
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      say('The command is copied.');
    } catch {
      getSelection().selectAllChildren(code);
      say('The command is selected: copy it by keyboard.');
    }
  });
});

const table = document.querySelector('#matrix');
if (table !== null) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const words = document.querySelector('#words');
  const broken = document.querySelector('#broken');
  const filter = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row) => {
      const fits = row.textContent.toLowerCase().includes(wanted);
      row.hidden = !fits || (broken.checked ? row.dataset.fine === 'true' : false);
      shown += row.hidden ? 0 : 1;
    });
    say(shown + ' of ' + rows.length + ' hosts are shown.');
  };
  words.addEventListener('input', filter);
  broken.addEventListener('change', filter);

  const key = (row, column) => row.cells[column].dataset.order || row.cells[column].textContent;
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  find('th[data-sorts]', table).forEach((head) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      find('th[aria-sort]', table).forEach((other) => { other.removeAttribute('aria-sort'); });
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const column = head.cellIndex;
      rows.sort((left, right) => (down ? -1 : 1) * compare(key(left, column), key(right, column)));
      body.append(...rows);
      say('In order of ' + button.textContent + (down ? ', last first.' : '.'));
    });
  });
}
`;
